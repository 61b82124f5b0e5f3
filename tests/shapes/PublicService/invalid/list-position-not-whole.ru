# expect: psgsh:PublicService-listPosition sh:DatatypeConstraintComponent
# The value of “position in the list” is not a whole number.
INSERT DATA { <id/service/example> psg:listPosition 2.5 }
