"""What trainers, coordinators and managers fill in."""
