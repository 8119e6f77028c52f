"""Knowledge editing: drafts, the second pair of eyes, published editions and what else the town's texts need."""
