"""The yearly e-learning Integriteit en sociale veiligheid: six short parts and one test."""
