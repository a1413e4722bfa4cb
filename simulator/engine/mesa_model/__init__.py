"""An engine of one world for people who know Mesa: step it, watch it, write an agent of your own.

`SalesModel` is a `mesa.Model`. Its agents are thin windows on the engine's columns, made when somebody
asks for them; writing an attribute writes the column. A rep may also be an ordinary `mesa.Agent`
subclass (`SalesModel.replace_rep`), which then lives among the others.

Mesa stands nowhere else in Sandtable, and a world is the same with it and without it: whoever wants
many worlds runs them in one pass with :func:`simulator.engine.simulation.simulate`.

- ``model``: the model and its step;
- ``one_world``: the world, and figures of the week just done;
- ``columns``: attributes of agents that are places in columns;
- ``agents``: reps, customers and firms as agents;
- ``agent_sets``: sets of agents that exist once somebody looks;
- ``own_reps``: reps that users write: what they see, what they may decide, and their luck.
"""

from __future__ import annotations

from simulator.engine.mesa_model.agents import Customer, Firm, Rep
from simulator.engine.mesa_model.model import SalesModel
from simulator.engine.mesa_model.own_reps import RepView

__all__ = ["Customer", "Firm", "Rep", "RepView", "SalesModel"]
