"""Every word people read, in English and Chinese, kept in one catalogue.

Rules and studies hand over a key and values, never prose; the sentence is made here. The words stand in
YAML files, one topic a file, in one folder per language: the file ``en/outcomes.yaml`` with the line
``revenue: Revenue`` makes the key ``outcomes.revenue``. A sentence may hold places for named values in
braces, as in ``{count} of {total} runs``; both languages must hold the same places.

The smallest use:

>>> text("outcomes.revenue")
'Revenue'
>>> text("outcomes.revenue", "zh")
'销售收入'
"""

from simulator.language.catalogue import all_keys, has_text, label, languages, places, text

__all__ = ["all_keys", "has_text", "label", "languages", "places", "text"]
