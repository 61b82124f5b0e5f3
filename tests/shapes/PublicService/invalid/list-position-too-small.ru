# expect: psgsh:PublicService-listPosition sh:MinInclusiveConstraintComponent
# The value of “position in the list” is below 1.
INSERT DATA { <id/service/example> psg:listPosition 0 }
