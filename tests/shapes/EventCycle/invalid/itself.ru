# expect: psgsh:EventCycle sh:SPARQLConstraintComponent
# The event is part of itself.
INSERT DATA { <id/life-event/example> psg:subEventOf <id/life-event/example> }
