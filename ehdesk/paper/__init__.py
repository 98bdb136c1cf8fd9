"""Everything that is printed. reportlab lives here and nowhere else."""
