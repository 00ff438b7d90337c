"""The recording of the yearly briefing by key functionaries (GOR m11), for who was not there."""
