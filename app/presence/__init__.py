"""Who of the staff is really there: told by themselves, believed only while their desk is heard of."""
