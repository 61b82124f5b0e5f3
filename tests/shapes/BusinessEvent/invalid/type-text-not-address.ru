# expect: psgsh:BusinessEvent-type sh:NodeKindConstraintComponent
# The value of “type” is text instead of an address.
INSERT DATA { <id/business-event/example> dct:type "http://data.europa.eu/m58/business-event/A" }
