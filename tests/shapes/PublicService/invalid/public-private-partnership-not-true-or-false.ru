# expect: psgsh:PublicService-publicPrivatePartnership sh:DatatypeConstraintComponent
# The value of “public–private partnership” is neither true nor false.
INSERT DATA { <id/service/example> psg:publicPrivatePartnership "yes" }
