# expect: psgsh:LifeEvent-type sh:NodeKindConstraintComponent
# The value of “type” is text instead of an address.
INSERT DATA { <id/life-event/example> dct:type "http://data.europa.eu/ox8/life-event/A" }
