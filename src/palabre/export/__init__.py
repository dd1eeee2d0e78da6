"""Readings in other shapes, one module for each."""
