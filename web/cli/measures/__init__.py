"""What `utlysa bench` measures: one module for each kind of figure, each against real databases."""
