# expect: psgsh:BusinessEvent-type sh:PatternConstraintComponent
# The value of “type” is not an address from the expected list.
INSERT DATA { <id/business-event/example> dct:type <https://example.org/other> }
