"""The commands that follow feeds: which they are, what they say, and the watch that reads them as they come."""
