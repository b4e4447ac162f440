"""Landscapes in any dimension: critical points, basins, gates, and the laws of escape from wells."""
