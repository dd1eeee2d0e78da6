"""Read political news: who did what to whom, when, where and according to whom."""
