"""What changes what can be found: `collecting` asks all apps, `updating` stores what differs."""
