"""What holds on the desk and at the centre alike. Pure functions."""
