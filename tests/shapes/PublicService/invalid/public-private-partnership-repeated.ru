# expect: psgsh:PublicService-publicPrivatePartnership sh:MaxCountConstraintComponent
# The service has two values of “public–private partnership”.
INSERT DATA { <id/service/example> psg:publicPrivatePartnership true , false }
