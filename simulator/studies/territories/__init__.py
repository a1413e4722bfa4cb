"""Territories: how even they are, and what realigning them, sizing the force and planning calls are worth."""
