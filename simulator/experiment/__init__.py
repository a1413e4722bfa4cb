"""Running many replications: jobs that travel to workers, batches, executors, stopping, output folders.

A replication is run for all alternatives together, so that they share its luck. How replications are
dealt into batches, and to how many workers, changes no number.
"""
