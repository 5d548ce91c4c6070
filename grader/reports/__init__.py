"""One module for each thing that is written. They know scorecards only."""
