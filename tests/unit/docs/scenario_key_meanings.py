"""What every key of a scenario file means, in a line a planner understands."""

from __future__ import annotations

TITLES: dict[str, str] = {
    "CommonSpec": "What is asked, and which ways of running the sales force are compared.",
    "ScenarioSpec": "The market, in a scenario with customers who choose, rivals and channels.",
    "ReducedFormScenarioSpec": (
        "The market, in a scenario with `demand: reduced_form`: response functions, and no customers, rivals,"
        " channels and actions. See [use a market without customers](../how-to/use-a-reduced-form-market.md)."
    ),
    "AlternativeHead": (
        "An alternative states only what differs from the rest of the file: beside these two keys it may hold"
        " any section of the scenario, laid over it. Mappings merge, lists and single values replace, and"
        " `remove: [names]` deletes names from the mapping it stands in. It cannot change `baseline`,"
        " `weeks`, `seed`, `replications`, `plugins` or `alternatives`."
    ),
}
"""Introductions of sections whose docstring speaks to programmers."""

_TITLE = "name that people see"
_STARTS = "first week in which it acts"

MEANINGS: dict[str, dict[str, str]] = {
    "CommonSpec": {
        "title": _TITLE,
        "question": "the question that the comparison answers, one sentence",
        "summary": "what the case is about, one sentence",
        "currency": "currency of all money in the file",
        "weeks": "length of the run; 52 weeks are a fiscal year of 364 days",
        "seed": "seed of all luck; another seed gives other customers and other luck",
        "replications": "how many markets are simulated for each alternative",
        "baseline": "the alternative with which the others are compared; it alone may change nothing",
        "goal": "what the company wants to reach",
        "reported": "results that the case reports, printed beside the simulated ones and never fitted",
        "left_out": "what the case tells and the model leaves out; the report repeats it",
        "sources": "where facts come from",
        "plugins": "Python files beside the scenario that bring strategies, outcomes and other rules",
        "people": "our sales force",
        "plans": "pay plans by name: the path of a plan file beside the scenario, or the plan itself",
        "parameters": "behavioral numbers that replace those of the [register](parameters.md)",
        "alternatives": "the ways of running the sales force that are compared, each an overlay",
    },
    "ScenarioSpec": {
        "demand": "how many customers",
        "segments": "kinds of customer",
        "regions": "regions or city tiers",
        "products": "product lines, each with a standard and a premium model",
        "channels": "ways to the customer",
        "firms": "our firm first, then the rivals",
        "quota": "how quotas are set",
        "organization": "how messages travel",
        "approval": "order approval",
        "actions": "what our firm does over time; usually stated in the alternatives",
    },
    "ReducedFormScenarioSpec": {
        "demand": "the word `reduced_form`, or a section that begins with `kind: reduced_form`",
        "groups": "groups of reps; plans tell them apart as `for: {group: ...}`",
        "products": "products and tasks, each with its response function",
        "quota": "how quotas are set; left out, what a median rep sells in the territory at normal effort",
        "organization": "layers of management, and what is done about people",
    },
    "ReducedFormSpec": {
        "kind": "the word that calls for a market without customers",
        "effort_model": "`concave`: results are a power of effort; `quadratic`: a multiple of it",
        "potential_log_sd": "spread of territories around their mean potential, in logarithms",
        "peers": "`team`: those of a team help each other and poach, as pay has it; `none`: they do not",
    },
    "GroupSpec": {
        "title": _TITLE,
        "reps": "reps in the group",
        "ability": "results over those of a median rep, before `ability_log_sd` spreads them",
        "potential": "mean potential of the group's territories over the mean of all",
        "quota_level": "quota over what the rule of `quota` asks for",
        "team": "groups that name the same team work and are paid together; left out, each is its own team",
    },
    "ResponseSpec": {
        "title": _TITLE,
        "revenue_per_week": "what a median rep sells in a mean territory in a week of normal effort",
        "margin_share": "what is left of revenue after product cost",
        "credited": "false for a task that is worth something to the firm and that no plan sees",
        "effort_share": "part of a normal week; left out for all, in proportion to revenue",
        "effort_cost": "marginal cost of normal effort on it in the model `quadratic`",
        "noise": "luck in a week's results",
        "common_shock_sd_per_week": "standard deviation of luck that hits all reps of a world alike",
        "flexible_weeks": "weeks over which customers' own dates of buying are spread; 0: nobody can wait",
        "keep_weeks": "weeks for which a deal can be kept back after its date; left out, as `flexible_weeks`",
        "large_deals": "noise of few large deals; with it, reps choose between these and many small ones",
        "season": "demand index for each of the twelve fiscal months",
    },
    "NoiseSpec": {
        "kind": "`normal` is added, `gamma` multiplies, `poisson` counts orders",
        "sd_per_week": "standard deviation of normal noise, whatever the effort",
        "cv": "standard deviation of gamma noise over what is expected",
        "order_value": "value of one order under Poisson noise",
    },
    "GiftSpec": {
        "week": "week in which it is given",
        "pay": "the amount; 0 where one is due and none comes",
    },
    "PreferencesSpec": {
        "risk": "`constant`: a risk is disliked alike by rich and poor; `relative`: less the more one has",
        "sophisticated": "whether people foresee their own present bias",
    },
    "GoalSpec": {
        "outcome": "name of an outcome, such as `premium_share`",
        "level": "the level to reach, in the unit of the outcome",
        "start": "where the company stands today, for the words of the report",
        "by_week": "week by which it is to be reached",
    },
    "ReportedSpec": {
        "value": "the reported value, in the unit of the outcome",
        "alternative": "the alternative that the company carried out",
        "source": "who reports it",
    },
    "DemandSpec": {
        "customers": "simulated customers in each replication",
        "rate_bound": "largest factor (season times promotion) by which needs may exceed their mean rate",
    },
    "SegmentSpec": {
        "title": _TITLE,
        "population_share": "share of the customers",
        "needs_per_year": "purchases that a customer considers in a year, at mean season",
        "customers_per_agent": "real customers that one simulated customer stands for",
        "units_per_need": "units that one real customer needs at a time",
        "units_log_sd": "spread of units between orders (standard deviation of the logarithm)",
        "income_index": "mean income over that of the whole market",
        "income_log_sd": "spread of income within the segment (standard deviation of the logarithm)",
        "price_sensitivity": "factor on the parameter `price_sensitivity`",
        "premium_taste": "mean liking of premium models before any feature is explained [utility]",
        "premium_taste_sd": "spread of that liking between customers [utility]",
        "habit": "factor on the parameter `habit_strength`",
        "payment_terms_days": "days after delivery until payment is due",
        "payment_delay_days": "mean days of delay beyond the terms",
        "patience_days": "mean days that a customer waits for approval before withdrawing",
    },
    "RegionSpec": {
        "title": _TITLE,
        "population_share": "share of the customers",
        "income_index": "factor on income",
        "premium_taste": "added to the liking of premium models [utility]",
        "reps": "our reps in the region",
    },
    "LineSpec": {
        "title": _TITLE,
        "needs_share": "share of all needs that are for this line",
        "season": "demand index of the twelve fiscal months, mean near 1",
        "standard": "the standard model",
        "premium": "the premium model",
    },
    "ModelSpec": {
        "list_price": "our list price of one unit; rivals' are this times their `price_index`",
        "unit_cost": "cost of one unit, for every firm",
    },
    "ChannelSpec": {
        "title": _TITLE,
        "visit_share": "share of a segment's needs that look into the channel; 0 for those not named",
        "presence": "share of the channel's outlets that carry a firm; a firm not named is absent",
        "served_by_reps": "whether our reps serve the customers there",
        "needs_approval": "whether our orders from there pass order approval",
        "fee_share": "part of the revenue that the channel keeps",
        "fixed_cost_per_week": "our cost of the channel in a week at full presence; less in proportion",
        "demonstration": "how far the channel by itself explains premium features, of every firm",
        "convenience": "liking of the channel among those that a customer meets [utility]",
    },
    "FirmSpec": {
        "title": _TITLE,
        "brand": "liking of the firm's name [utility]",
        "price_index": "list prices over ours at the start",
        "feature_level": "features of the premium models; 1 is what the market offers at the start",
        "starting_share": "share of customers who bought last from the firm when the run begins",
        "strategy": "the strategy that moves the firm: `scripted` for ours, any other for rivals",
        "settings": "numbers of the strategy, such as `delay_weeks`",
    },
    "PlanChangeSpec": {
        "plan": "the plan that comes into force",
        "from_week": "first week of the new plan, counted from 1",
        "announced_week": "week in which people learn of it; left out, when it begins",
        "understood_share": "how much of the plan the announcement gets across",
    },
    "PeopleSpec": {
        "plan": "the pay plan in force",
        "habit_plan": "the pay plan of old, on which people act as far as the new one is not understood",
        "reference_variable_pay_per_week": "variable pay of a usual week; scale of the cost of effort",
        "starting_yield_share": "credited revenue over the territory's potential that the field is used to",
        "gifts": "money that everybody gets for nothing, with the week, counted from 1",
        "prepaid": "components of plans that are handed out in advance and taken back where not earned",
        "rivals": "what people expect of others in a contest: as `stated` in the plan, or as `colleagues` do",
        "plan_changes": "other plans during the run, in order of time; a period is paid by the plan in force "
        "when it ends",
        "scores": "what everybody gets for goals that the model does not score, by the name plans use",
        "starting_knowledge": "how well reps explain premium products at the start, and what the job keeps",
        "starting_premium_share": "premium part of sales that reps expect at the start",
        "starting_repeat_share": "part of sales to existing customers that reps expect at the start",
        "behavior": "`anticipating`, `forward-looking`, `myopic`, `rule-of-thumb`, `habit`, or a mixture",
        "decides_every": "how often reps decide; effort is held in between",
        "preferences": "the form of what people want; its numbers are parameters",
        "territories": "how customers are divided among reps",
        "turnover": "people leave and others are hired; left out, nobody comes or goes",
    },
    "TerritoriesSpec": {
        "alignment": "`lots`: fair lots; `historic`: uneven, as grown; `balanced`: as equal as can be",
        "potential_cv": "unevenness of `historic` territories: standard deviation over mean of potential",
        "covered_per_week": "potential per week that a normal week covers; left out, any territory",
    },
    "TurnoverSpec": {
        "outside_pay_per_year": "what a median rep gets elsewhere; left out, pay as people know it",
        "leaving_cost": "what it costs that somebody leaves",
        "hiring_cost": "what it costs to hire somebody",
        "applicant_ability": "median applicant's ability over the median rep's; left out, as in the field",
        "applicants_choose": "whether only those come for whom the plan is worth what others pay",
    },
    "ForcedRankingSpec": {
        "share": "part of those who were there all year who are let go once a year",
        "rated_by": "`appraisal`: ability, seen through luck; `results`: the year's results over quota",
        "chances": "improvement plans that somebody rated last gets before",
        "dismissal_cost": "what it costs to let somebody go",
    },
    "QuotaSpec": {
        "share_of_potential": "quarterly quota over what the territory could buy at standard prices",
        "amount_per_quarter": "the same quota for everybody, whatever the territory and the season",
        "follows_results_share": "weight of a rep's results of the past period in the new quota",
        "follows_results_share_down": "that weight where results fell short of quota; left out, the same",
        "follows_results_every": "period after which quotas follow results",
        "growth_per_year": "growth of the quota from year to year, compounded",
    },
    "OrganizationSpec": {
        "layers": "management layers between the sender of a message and a rep",
        "forced_ranking": "those rated last are let go once a year; left out, nobody is",
        "promotion": "one of each group is promoted to lead it; left out, nobody is",
    },
    "PromotionSpec": {
        "weight_on_sales": "weight of results over quota against signs of leading",
        "every_years": "years between one leader of a group and the next",
    },
    "ApprovalSpec": {
        "layers": "layers that an order passes one after the other; 0 means no approval",
        "approvers": "people in each layer",
        "handling_days": "mean days that one of them takes for one order",
    },
    "ActionSpec": {
        "title": _TITLE,
        "from_week": _STARTS,
        "until_week": "last week in which it acts; running costs end with it",
        "every_weeks": "acts again every so many weeks; without it, once",
        "cost": "cost each time it acts",
        "cost_per_week": "running cost from its start on",
    },
    "Briefing": {"kind": "the lever: understanding of the plan", "medium": "how the message is told"},
    "Training": {
        "kind": "the lever: knowledge of premium products, and understanding",
        "days": "days of training; a working week has 5",
        "cost_per_rep": "cost for each rep, each time",
    },
    "SpecialTeam": {
        "kind": "the lever: specialists who join reps' conversations",
        "people": "specialists",
        "leads_per_person_per_week": "leads that one of them can join in a week",
        "cost_per_person_per_week": "cost of one of them in a week",
    },
    "OpenChannel": {
        "kind": "the lever: our presence in a channel",
        "channel": "name of the channel",
        "presence": "presence to be reached",
        "demonstration": "how far the channel then explains our premium features; unchanged when left out",
        "ramp_weeks": "weeks until it is reached, in equal steps",
    },
    "Promotion": {
        "kind": "the lever: price, for some weeks",
        "tier": "which models",
        "discount_share": "discount on the list price",
        "lasts_weeks": "weeks that each promotion lasts",
    },
    "ChangeApproval": {
        "kind": "the lever: order approval; what is left out stays as it was",
        "layers": "new number of layers",
        "approvers": "new number of people in each layer",
        "handling_days": "new mean days for one order",
    },
    "Service": {
        "kind": "the lever: how fast service answers",
        "response_hours": "hours until an answer",
        "cost_per_order": "cost of the promise for each order",
    },
    "LaunchFeature": {
        "kind": "the lever: features of our premium models",
        "feature_level": "new feature level of all lines",
    },
    "AlternativeHead": {"title": _TITLE, "summary": "what the alternative does, one sentence"},
}
"""Meaning of each field, by model."""
