# expect: psgsh:LifeEvent-type sh:PatternConstraintComponent
# The value of “type” is not an address from the expected list.
INSERT DATA { <id/life-event/example> dct:type <https://example.org/other> }
