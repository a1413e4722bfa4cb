"""What the firm does with its people.

- ``messages`` and ``training``: how a message reaches the field, and how people learn;
- ``staffing``: empty seats, hires and what turnover costs;
- ``quota_setting``: the next quota, and managers who change it;
- ``forced_ranking`` and ``promotion``: who is let go, and who is put in charge.
"""
