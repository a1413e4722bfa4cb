"""What exists in a simulated market: frozen specs, record types, views, moves and pay terms.

Nothing in here decides anything. The rules (``market``, ``behaviors``, ``compensation``, ...) read
these types; the engine fills them. Look in

- ``specs`` for what a scenario sets (products, segments, channels, firms, people, actions);
- ``records`` for the ledger's tables, one for each kind of fact;
- ``moves`` and ``views`` for what a firm can do and what it may look at;
- ``pay_terms`` for the numbers that a pay plan compiles to.
"""
