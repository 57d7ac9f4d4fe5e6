"""The bulletin as one offline file for a browser."""
