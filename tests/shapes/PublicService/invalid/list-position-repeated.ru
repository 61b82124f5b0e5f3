# expect: psgsh:PublicService-listPosition sh:MaxCountConstraintComponent
# The service has two values of “position in the list”.
INSERT DATA { <id/service/example> psg:listPosition 2 , 3 }
