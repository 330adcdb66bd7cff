"""The feeds room: what a feed says, when to look next, where feeds are, lists of feeds."""
