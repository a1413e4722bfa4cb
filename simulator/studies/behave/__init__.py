"""What a plan makes people do: reps of low, middle and high ability, week by week, wherever they stand.

The same behaviors that decide in a simulation are asked here on a grid of positions, so that a picture and a
page of words can be had of a plan before anything is run.
"""
