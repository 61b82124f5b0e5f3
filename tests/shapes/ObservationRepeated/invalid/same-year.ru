# expect: psgsh:ObservationRepeated sh:SPARQLConstraintComponent
# Two observations are about the same indicator, service and year.
DELETE DATA { <id/observation/example-2> psg:year 2028 } ;
INSERT DATA { <id/observation/example-2> psg:year 2027 }
