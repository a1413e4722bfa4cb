"""The small market as a Mesa user would write it: an object for everybody, Python code for each, `do`.

It plays the same rules with the same keyed draws as the engine and books the same orders, money and pay
week by week (`tests/worlds/test_plain_mesa_peer.py`). Nothing is shared with the engine but the numbers of
the scenario, the keys of randomness and the fiscal calendar.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict

import mesa
import numpy as np
from scipy.special import ndtri

from simulator.calendar import FiscalCalendar
from simulator.engine.spec import AlternativeSpec
from simulator.randomness import Streams, _absorb, _digest, name_id

MASK, ODD = 2**64 - 1, 0x9E3779B97F4A7C15
M1, M2 = 0x3C79AC492BA7B653, 0x1C69B3F74AC4AE35
TIERS = ("standard", "premium")
PREMIUM, US = 1, 0


class Luck:
    """Keyed numbers of one decision, drawn one at a time."""

    def __init__(self, streams: Streams, decision: str, replication: int, ordinal: int = 0) -> None:
        keys = streams.stream(decision).keys(replication, ordinal=ordinal)
        self.first, self.second = keys.first, keys.second

    def uniform(self, entity: int) -> float:
        x = (entity * ODD + self.first) & MASK
        x = ((x ^ x >> 27) * M1 + self.second) & MASK
        x = ((x ^ x >> 33) * M2) & MASK
        return ((x ^ x >> 27) >> 12) / 2.0**52 + 2.0**-53

    def exponential(self, entity: int) -> float:
        return -math.log(self.uniform(entity))

    def gumbel(self, entity: int) -> float:
        return -math.log(-math.log(self.uniform(entity)))

    def normal(self, entity: int) -> float:
        return float(ndtri(self.uniform(entity)))


class Ids:
    """Ids of what is born in a run."""

    def __init__(self, kind: str, n_parts: int) -> None:
        self.start = int.from_bytes(_digest(8, "kind", kind, n_parts), "little")

    def of(self, *parts: int) -> int:
        state = self.start
        for part in parts:
            state = _absorb(state, part & MASK)
        return state


def drawn(luck: float, shares: list[float]) -> int:
    """The first code whose cumulative share lies above the luck."""
    total = 0.0
    for code, share in enumerate(shares[:-1]):
        total += share
        if luck < total:
            return code
    return len(shares) - 1


class Order:
    """A purchase on its way."""

    def __init__(self, customer: Customer, need: int, day: float, line: int, tier: int, firm: Firm) -> None:
        self.customer, self.need, self.day, self.line, self.tier, self.firm = (
            customer, need, day, line, tier, firm,
        )  # fmt: skip
        self.order_id = customer.model.order_ids.of(need)
        self.rep: Rep | None = None
        self.channel = -1
        self.is_new = False
        self.unexplained = 0.0
        self.approved_day = day
        self.amount_minor = 0


class Firm(mesa.Agent):
    """A firm that holds its prices."""

    def __init__(self, model: PlainMarket, number: int, name: str) -> None:
        super().__init__(model)
        spec = model.spec.firms[name]
        self.number, self.name, self.brand, self.features = number, name, spec.brand, spec.feature_level
        lines = list(model.spec.lines.values())
        self.price = [[m.list_price * spec.price_index for m in (x.standard, x.premium)] for x in lines]
        self.presence = [channel.presence.get(name, 0.0) for channel in model.channels]
        n_regions = len(model.spec.regions)
        self.balance, self.voices = [0.0] * n_regions, [0.0] * n_regions

    def fade(self) -> None:
        kept = 2.0 ** (-1.0 / self.model.parameters["word_of_mouth_half_life_weeks"])
        self.balance = [kept * one for one in self.balance]
        self.voices = [kept * one for one in self.voices]

    def standing(self, region: int) -> float:
        heard = self.balance[region] / (self.voices[region] + self.model.reference_voices[region])
        return self.brand + self.model.parameters["word_of_mouth_weight"] * heard


class Customer(mesa.Agent):
    """Somebody who needs something now and then, looks around, and remembers."""

    def __init__(self, model: PlainMarket, number: int) -> None:
        super().__init__(model)
        luck, spec = model.luck, model.spec
        segments, regions = list(spec.segments.values()), list(spec.regions.values())
        self.number = number
        self.segment_code = drawn(
            luck["customer.segment"].uniform(number), [s.population_share for s in segments]
        )
        self.region = drawn(luck["customer.region"].uniform(number), [r.population_share for r in regions])
        firms = [f.starting_share for f in spec.firms.values()]
        self.last_firm = drawn(luck["customer.first_firm"].uniform(number), firms)
        self.segment, region = segments[self.segment_code], regions[self.region]
        spread = self.segment.income_log_sd
        normal = luck["customer.income"].normal(number)
        income = self.segment.income_index * region.income_index * math.exp(spread * normal - 0.5 * spread**2)
        taste = self.segment.premium_taste + region.premium_taste
        taste += self.segment.premium_taste_sd * luck["customer.premium_taste"].normal(number)
        self.premium_taste = float(np.float32(taste))
        p = model.parameters
        self.sensitivity = p["price_sensitivity"] * self.segment.price_sensitivity
        self.sensitivity *= float(np.float32(income)) ** -p["price_sensitivity_income_exponent"]
        self.experience, self.experience_week = float(np.float32(p["satisfaction_neutral"])), 0
        self.rep: Rep | None = None
        self.days_per_candidate = 7.0 * 52 / (self.segment.needs_per_year * spec.demand.rate_bound)
        self.n_candidates, self.next_day = 0, 0.0
        self.look_ahead()

    def look_ahead(self) -> None:
        arrivals = self.model.arrivals_of(self.n_candidates)
        self.next_day += self.days_per_candidate * arrivals.exponential(self.number)
        self.n_candidates += 1

    def step(self) -> None:
        """Shop for whatever is needed this week."""
        model = self.model
        while self.next_day < model.end_day:
            need, day = model.need_ids.of(self.number, self.n_candidates - 1), self.next_day
            self.look_ahead()
            line = drawn(model.luck["need.line"].uniform(need), model.needs_shares)
            kept = model.luck["need.is_kept"].uniform(need) * model.spec.demand.rate_bound
            if kept < model.season(line):
                order = self.shop(need, day, line)
                if order is not None:
                    model.this_week.append(order)

    def shop(self, need: int, day: float, line: int) -> Order | None:
        model, p = self.model, self.model.parameters
        model.totals["needs"][model.week] += 1
        liked = []
        for place, name in enumerate(model.channel_names):
            share = model.channels[place].visit_share.get(self.segment_name, 0.0)
            if model.luck["visit", name].uniform(need) < share:
                liking = model.channels[place].convenience + model.luck["channel", name].gumbel(need)
                liked.append((-liking, place))
        liked.sort()
        best = p["no_purchase_utility"] + model.luck["option", "nothing"].gumbel(need)
        chosen: tuple[Firm, int, int, float] | None = None
        served_by: Rep | None = None
        for firm in model.firms:
            place = next(
                (c for _, c in liked if model.meets[firm.number, c].uniform(need) < firm.presence[c]), -1
            )
            if place < 0:
                continue
            channel, rep, seller = model.channels[place], None, 0.0
            if firm.number == US:
                rep = self.rep if channel.served_by_reps else None
                served_by, seller = rep, rep.knowledge if rep is not None else 0.0
                model.totals["leads"][model.week] += 1
            elif channel.served_by_reps:
                seller = p["rival_explanation_share"]
            explained = 1.0 - (1.0 - seller) * (1.0 - channel.demonstration)
            common = firm.standing(self.region) + (self.loyalty() if self.last_firm == firm.number else 0.0)
            for tier in range(2):
                utility = common - self.sensitivity * firm.price[line][tier] / model.reference_price[line]
                if tier == PREMIUM:
                    utility += self.premium_taste + p["premium_feature_value"] * firm.features * explained
                if rep is not None:
                    utility += rep.work(line, tier, self.last_firm != US)
                utility += model.luck["option", f"{firm.name} {TIERS[tier]}"].gumbel(need)
                if utility > best:
                    best, chosen = utility, (firm, tier, place, explained)
        if chosen is None:
            return None
        firm, tier, place, explained = chosen
        order = Order(self, need, day, line, tier, firm)
        order.channel, order.is_new = place, self.last_firm != US
        order.rep = served_by if firm.number == US else None
        order.unexplained = 1.0 - explained if tier == PREMIUM else 0.0
        self.price(order)
        return order

    @property
    def segment_name(self) -> str:
        return self.model.segment_names[self.segment_code]

    def loyalty(self) -> float:
        p = self.model.parameters
        ago = self.model.week - self.experience_week
        faded = (self.experience - p["satisfaction_neutral"]) * 2.0 ** (
            -ago / p["satisfaction_half_life_weeks"]
        )
        return p["habit_strength"] * self.segment.habit + p["satisfaction_weight"] * faded

    def price(self, order: Order) -> None:
        segment, spread = self.segment, self.segment.units_log_sd
        mean = segment.customers_per_agent * segment.units_per_need
        luck = self.model.luck["order.units"].normal(order.need) if spread else 0.0
        units = max(1, round(mean * math.exp(spread * luck - 0.5 * spread**2)))
        order.amount_minor = round(order.firm.price[order.line][order.tier] * 100) * units

    def judge(self, order: Order, waiting_days: float) -> None:
        """Remember the purchase, and tell others."""
        model, p = self.model, self.model.parameters
        satisfied = p["satisfaction_base"]
        satisfied -= p["satisfaction_loss_per_week_waiting"] * waiting_days / 7.0
        satisfied -= p["satisfaction_loss_per_response_day"] * p["response_hours"] / 24.0
        satisfied -= p["satisfaction_loss_unexplained"] * order.unexplained
        satisfied += p["satisfaction_sd"] * model.luck["delivery.satisfaction"].normal(order.order_id)
        satisfied = min(1.0, max(0.0, satisfied))
        self.last_firm, self.experience_week = order.firm.number, model.week
        self.experience = float(np.float32(satisfied))
        order.firm.balance[self.region] += satisfied - p["satisfaction_neutral"]
        order.firm.voices[self.region] += 1.0


class Rep(mesa.Agent):
    """A rep who weighs what pays against the hours it takes."""

    def __init__(self, model: PlainMarket, region: int, rep_id: int, territory: list[Customer]) -> None:
        super().__init__(model)
        spec, p = model.spec, model.parameters
        self.region, self.rep_id = region, rep_id
        self.ability = math.exp(p["ability_log_sd"] * model.luck["rep.ability"].normal(rep_id))
        self.knowledge = self.everyday = spec.people.starting_knowledge
        units = sum(
            c.segment.needs_per_year * c.segment.customers_per_agent * c.segment.units_per_need / 52
            for c in territory
        )
        lines = spec.lines.values()
        self.potential = [units * x.needs_share * x.standard.list_price for x in lines for _ in range(4)]
        self.normal_credit = sum(c * v for c, v in zip(model.beliefs[region], self.potential, strict=True))
        self.split = [
            c * v / self.normal_credit for c, v in zip(model.beliefs[region], self.potential, strict=True)
        ]
        self.effort = [1.0] * len(self.split)
        self.month_credit = self.quarter_credit = 0
        self.quota = 0.0
        self.credited: dict[int, float] = defaultdict(float)
        for customer in territory:
            customer.rep = self

    def set_quota(self) -> None:
        model = self.model
        share = model.spec.quota.share_of_potential
        self.quota = 0.0
        for seasons in model.seasons_of_quarter():
            month = sum(self.potential[4 * i] * share * s for i, s in enumerate(seasons))
            self.quota += max(1.0, round(month))

    def practice(self) -> None:
        p = self.model.parameters
        premium = sum(
            z * s for k, (z, s) in enumerate(zip(self.effort, self.split, strict=True)) if k // 2 % 2
        )
        kept = self.everyday + (self.knowledge - self.everyday) * 2.0 ** (-1 / p["knowledge_half_life_weeks"])
        self.knowledge = kept + (1.0 - kept) * p["knowledge_gain_by_practice"] * premium

    def worth_of_credit(self, opportunity: list[float]) -> float:
        """What one more currency unit of revenue is expected to pay: commission, and a nearer bonus."""
        model, p = self.model, self.model.parameters
        left = int(model.calendar.weeks_left("quarter", model.week))
        ahead = [model.mean_season(k // 4, left) for k in range(len(opportunity))]
        coming = [o * s for o, s in zip(opportunity, ahead, strict=True)]
        rate = sum(coming)
        lumps = sum(o * v for o, v in zip(coming, model.order_values, strict=True))
        variance = (p["monthly_sales_cv"] * rate) ** 2 * 52 / 12 + lumps
        sd = max(math.sqrt(variance * left), 1e-3 * rate + 1e-9)
        distance = (self.quarter_credit / 100 + rate * left - self.quota) / sd
        nearer = math.exp(-0.5 * distance**2) / math.sqrt(2.0 * math.pi) / sd
        return model.commission_rate + model.bonus * nearer

    def decide(self) -> None:
        """Give effort until the last hour is worth its cost, the same on every kind of sale."""
        model, p = self.model, self.model.parameters
        belief = model.beliefs[self.region]
        opportunity = [self.ability * v * c for v, c in zip(self.potential, belief, strict=True)]
        reward = max(0.0, self.worth_of_credit(opportunity) + model.unpaid_value[self.region])
        opportunity = [o * model.season(k // 4) for k, o in enumerate(opportunity)]
        e, floor = model.power, p["effort_floor"]
        scale = reward * e / (floor + 1.0) ** e
        pull = [
            max(scale * o / s, 1e-12) ** (1 / (1 - e)) if s > 0 else 0.0
            for o, s in zip(opportunity, self.split, strict=True)
        ]
        worked = [k for k, one in enumerate(pull) if one > 0.0]
        while True:
            level = self.level(worked, pull)
            stays = [k for k in worked if pull[k] * level > floor]
            if stays == worked:
                break
            worked = stays
        self.effort = [max(0.0, one * level - floor) for one in pull]

    def level(self, worked: list[int], pull: list[float]) -> float:
        """Solve hours wanted = hours supplied for the level of effort."""
        model, p = self.model, self.model.parameters
        slope = sum(pull[k] * self.split[k] for k in worked)
        offset = p["effort_floor"] * sum(self.split[k] for k in worked)
        least, most, supply = p["supervised_effort"], p["effort_limit"], p["effort_supply_elasticity"]
        exponent = supply * (1.0 - model.power)
        log_supply = -supply * math.log(model.marginal_cost)
        low, high = math.log((least + offset) / slope), math.log((most + offset) / slope)
        at = math.log((min(most, max(least, math.exp(log_supply - exponent * high))) + offset) / slope)
        for _ in range(7):
            wanted = slope * math.exp(at) - offset
            excess = math.log(wanted) - log_supply + exponent * at
            at = min(high, max(low, at - excess / (1.0 + offset / wanted + exponent)))
        return math.exp(at)

    def work(self, line: int, tier: int, is_new: bool) -> float:
        p = self.model.parameters
        effort = self.effort[(line * 2 + tier) * 2 + (not is_new)]
        results = self.model.power * math.log((p["effort_floor"] + effort) / (p["effort_floor"] + 1.0))
        return (results + math.log(self.ability)) / (1.0 - p["reference_win_share"])

    def take_credit(self, order: Order) -> None:
        self.month_credit += order.amount_minor
        self.quarter_credit += order.amount_minor
        self.credited[(order.line * 2 + order.tier) * 2 + (not order.is_new)] += order.amount_minor / 100

    def be_paid(self) -> None:
        """Salary, commission on the month, and the bonus when the quarter's quota is reached."""
        model = self.model
        commission = (self.month_credit * round(model.commission_rate * 1e6) * 2 + 10**6) // (2 * 10**6)
        pay = round(model.salary * 100) + commission
        self.month_credit = 0
        if model.calendar.ends_period("quarter", model.week):
            if self.quarter_credit >= round(self.quota * 100):
                pay += round(model.bonus * 100)
            self.quarter_credit = 0
        model.totals["pay"][model.week] += pay


class Layer(mesa.Agent):
    """An approval layer: so many people, first come, first served."""

    def __init__(self, model: PlainMarket, number: int) -> None:
        super().__init__(model)
        self.luck = Luck(model.streams, "approval.handling", model.replication, number)
        self.free_from = [-math.inf] * model.spec.approval.approvers
        self.waiting: list[tuple[float, int, Order]] = []

    def work(self) -> list[tuple[float, int, Order]]:
        done = []
        end, mean_days = self.model.end_day, self.model.spec.approval.handling_days
        while self.waiting and self.waiting[0][0] < end:
            start = max(self.waiting[0][0], self.free_from[0])
            if start >= end:
                break
            _, order_id, order = heapq.heappop(self.waiting)
            finished = start + mean_days * self.luck.exponential(order_id)
            heapq.heapreplace(self.free_from, finished)
            done.append((finished, order_id, order))
        return done


class PlainMarket(mesa.Model):
    """The market, and the order of its week."""

    def __init__(self, spec: AlternativeSpec, *, replication: int, seed: int, weeks: int) -> None:
        super().__init__(rng=seed)
        self.spec, self.replication, self.week, self.end_day = spec, replication, 0, 0.0
        self.calendar, self.streams, self.parameters = FiscalCalendar(), Streams(seed), dict(spec.parameters)
        names = (
            "needs",
            "leads",
            "pay",
            "receipts",
            "our orders",
            "our revenue",
            "rival orders",
            "rival revenue",
        )
        self.totals = {name: [0] * weeks for name in names}
        self.read_the_plan()
        self.open_luck()
        self.open_market()
        self.firms = [Firm(self, number, name) for number, name in enumerate(spec.firms)]
        Customer.create_agents(self, spec.demand.customers, list(range(spec.demand.customers)))
        self.customers = self.agents_by_type[Customer]
        self.open_sales_force()
        self.layers = [Layer(self, number) for number in range(spec.approval.layers)]
        self.this_week: list[Order] = []
        self.in_approval: list[tuple[float, int, Order]] = []
        self.to_deliver: list[Order] = []
        self.to_collect: list[tuple[int, int]] = []

    def read_the_plan(self) -> None:
        parts = self.spec.plans[self.spec.people.plan].components
        self.salary = float(parts["salary"].pay_per_month)
        self.commission_rate = parts["commission"].rate / 1e6
        self.bonus = float(parts["quarterly-bonus"].pay)
        people, p = self.spec.people, self.parameters
        self.marginal_cost = p["effort_cost_share"] * people.reference_variable_pay_per_week

    def open_luck(self) -> None:
        once = """customer.segment customer.region customer.first_firm customer.income customer.premium_taste
            rep.ability need.line need.is_kept order.units order.patience delivery.satisfaction
            receipt.delay"""
        self.luck = {name: Luck(self.streams, name, self.replication) for name in once.split()}
        options = [f"{firm} {tier}" for firm in self.spec.firms for tier in TIERS] + ["nothing"]
        for kind, decision, names in (
            ("visit", "need.visits_channel", self.spec.channels),
            ("channel", "need.likes_channel", self.spec.channels),
            ("option", "need.likes_option", options),
        ):
            for name in names:
                self.luck[kind, name] = Luck(self.streams, decision, self.replication, name_id(name))
        self.meets = {
            (f, c): Luck(self.streams, "need.meets_firm", self.replication, name_id(f"{firm} in {channel}"))
            for f, firm in enumerate(self.spec.firms)
            for c, channel in enumerate(self.spec.channels)
        }
        self.need_ids, self.order_ids = Ids("need", 2), Ids("order", 1)
        self.arrivals: list[Luck] = []

    def arrivals_of(self, ordinal: int) -> Luck:
        while len(self.arrivals) <= ordinal:
            self.arrivals.append(Luck(self.streams, "need.arrives", self.replication, len(self.arrivals)))
        return self.arrivals[ordinal]

    def open_market(self) -> None:
        spec = self.spec
        self.channels, self.channel_names = list(spec.channels.values()), list(spec.channels)
        self.segment_names = list(spec.segments)
        self.needs_shares = [line.needs_share for line in spec.lines.values()]
        self.seasons = [line.season for line in spec.lines.values()]
        self.reference_price = [line.standard.list_price for line in spec.lines.values()]
        segments = spec.segments.values()
        needs = [s.population_share * s.needs_per_year for s in segments]
        sizes = [s.customers_per_agent * s.units_per_need for s in segments]
        size = sum(n * x for n, x in zip(needs, sizes, strict=True)) / sum(needs)
        models = [m for line in spec.lines.values() for m in (line.standard, line.premium)]
        self.order_values = [m.list_price * size for m in models for _ in range(2)]

    def open_sales_force(self) -> None:
        spec, people = self.spec, self.spec.people
        self.power = self.parameters["effort_elasticity"] * (1.0 + self.parameters["effort_floor"])
        tiers = (1.0 - people.starting_premium_share, people.starting_premium_share)
        kinds = (1.0 - people.starting_repeat_share, people.starting_repeat_share)
        used_to = people.starting_yield_share
        expected = spec.quota.share_of_potential if used_to is None else used_to
        start = [expected * t * k for _ in spec.lines for t in tiers for k in kinds]
        self.beliefs = [list(start) for _ in spec.regions]
        ids, self.reps = Ids("rep", 2), []
        by_region: dict[int, list[Customer]] = defaultdict(list)
        for customer in self.customers:
            by_region[customer.region].append(customer)
        for region, (name, section) in enumerate(spec.regions.items()):
            rep_ids = [ids.of(name_id(name), seat) for seat in range(section.reps)]
            lots = [Luck(self.streams, "customer.rep", self.replication, rep_id) for rep_id in rep_ids]
            territories: list[list[Customer]] = [[] for _ in rep_ids]
            for customer in by_region[region]:
                seats = range(len(lots))
                territories[max(seats, key=lambda s: lots[s].uniform(customer.number))].append(customer)
            self.reps += [Rep(self, region, r, t) for r, t in zip(rep_ids, territories, strict=True)]
        reference = self.spec.people.reference_variable_pay_per_week
        self.unpaid_value = []
        for region in range(len(spec.regions)):
            team = [rep for rep in self.reps if rep.region == region]
            mean_credit = sum(rep.normal_credit for rep in team) / len(team)
            self.unpaid_value.append(self.parameters["unpaid_value_share"] * reference / mean_credit)
        n = self.parameters["word_of_mouth_reference_buyers"]
        self.reference_voices = [max(n * len(by_region[r]) / 1000, 1e-6) for r in range(len(spec.regions))]

    def season(self, line: int) -> float:
        return self.seasons[line][self.calendar.month_of_week(self.week) % 12]

    def mean_season(self, line: int, weeks: int) -> float:
        ahead = range(self.week, self.week + weeks)
        return sum(self.seasons[line][self.calendar.month_of_week(w) % 12] for w in ahead) / weeks

    def seasons_of_quarter(self) -> list[list[float]]:
        """Give, for each month of the quarter, season times weeks by line."""
        weeks = range(self.week, self.week + int(self.calendar.period_weeks("quarter", self.week)))
        months = [int(self.calendar.month_of_week(week)) for week in weeks]
        return [
            [one[month % 12] * months.count(month) for one in self.seasons] for month in sorted(set(months))
        ]

    def step(self) -> None:
        """One week."""
        self.end_day = 7.0 * (self.week + 1)
        reps, week, calendar = self.agents_by_type[Rep], self.week, self.calendar
        if week == 0 or calendar.quarter_of_week(week) != calendar.quarter_of_week(week - 1):
            reps.do("set_quota")
        reps.do("practice")
        reps.do("decide")
        self.this_week = []
        self.customers.do("step")
        self.book()
        self.deliver()
        self.learn()
        if calendar.ends_period("month", week):
            reps.do("be_paid")
        self.week += 1

    def book(self) -> None:
        direct = []
        for order in sorted(self.this_week, key=lambda one: one.day):
            if order.firm.number != US:
                self.write("rival", order)
                order.customer.judge(order, self.parameters["delivery_days"])
            elif self.channels[order.channel].needs_approval:
                heapq.heappush(self.layers[0].waiting, (order.day, order.order_id, order))
            else:
                direct.append(order)
        for layer, after in zip(self.layers, [*self.layers[1:], None], strict=True):
            for done in layer.work():
                heapq.heappush(self.in_approval if after is None else after.waiting, done)
        while self.in_approval and self.in_approval[0][0] < self.end_day:
            order = heapq.heappop(self.in_approval)
            self.leave_approval(*order)
        for order in direct:
            self.win(order)

    def leave_approval(self, approved_day: float, order_id: int, order: Order) -> None:
        order.approved_day = approved_day
        patience = self.luck["order.patience"].exponential(order_id) * order.customer.segment.patience_days
        if approved_day - order.day <= patience:
            self.win(order)

    def win(self, order: Order) -> None:
        self.write("our", order)
        self.to_deliver.append(order)
        if order.rep is not None:
            order.rep.take_credit(order)

    def write(self, whose: str, order: Order) -> None:
        self.totals[f"{whose} orders"][self.week] += 1
        self.totals[f"{whose} revenue"][self.week] += order.amount_minor

    def deliver(self) -> None:
        self.agents_by_type[Firm].do("fade")
        waiting, self.to_deliver = self.to_deliver, []
        for order in waiting:
            day = math.floor(order.approved_day) + round(self.parameters["delivery_days"])
            if day >= self.end_day:
                self.to_deliver.append(order)
                continue
            order.customer.judge(order, day - order.day)
            segment = order.customer.segment
            late = self.luck["receipt.delay"].exponential(order.order_id) * segment.payment_delay_days
            paid_on = day + segment.payment_terms_days + math.floor(late)
            heapq.heappush(self.to_collect, (paid_on, order.amount_minor))
        while self.to_collect and self.to_collect[0][0] < self.end_day:
            self.totals["receipts"][self.week] += heapq.heappop(self.to_collect)[1]

    def learn(self) -> None:
        """Let the reps of a region learn from one another what each kind of sale yields."""
        p = self.parameters
        e, floor = self.power, p["effort_floor"]
        weight = 1.0 - 2.0 ** (-1.0 / p["experience_half_life_weeks"])
        for region, belief in enumerate(self.beliefs):
            team = [rep for rep in self.reps if rep.region == region]
            for kind, believed in enumerate(belief):
                got = sum(rep.credited.get(kind, 0.0) for rep in team)
                base = sum(
                    rep.ability
                    * rep.potential[kind]
                    * self.season(kind // 4)
                    * ((floor + rep.effort[kind]) / (floor + 1.0)) ** e
                    for rep in team
                )
                belief[kind] = believed + ((got / base if base > 0.0 else believed) - believed) * weight
        for rep in self.reps:
            rep.credited.clear()
