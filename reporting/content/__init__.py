"""What the documents say: figures from the published marts, prose from templates, words from people."""
