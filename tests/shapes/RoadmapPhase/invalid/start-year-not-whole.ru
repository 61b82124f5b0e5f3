# expect: psgsh:RoadmapPhase-startYear sh:DatatypeConstraintComponent
# The value of “start year” is not a whole number.
DELETE WHERE { <id/phase/example> psg:startYear ?value } ;
INSERT DATA { <id/phase/example> psg:startYear 2027.5 }
