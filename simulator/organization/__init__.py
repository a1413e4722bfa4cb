"""How a message reaches the field, and how people learn: ``messages`` and ``training``."""
