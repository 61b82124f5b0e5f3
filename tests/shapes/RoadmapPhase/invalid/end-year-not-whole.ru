# expect: psgsh:RoadmapPhase-endYear sh:DatatypeConstraintComponent
# The value of “end year” is not a whole number.
DELETE WHERE { <id/phase/example> psg:endYear ?value } ;
INSERT DATA { <id/phase/example> psg:endYear 2027.5 }
