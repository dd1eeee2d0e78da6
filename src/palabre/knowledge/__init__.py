"""What Palabre knows before it reads: frozen values loaded from the data files."""
