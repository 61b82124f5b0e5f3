# expect: psgsh:PriorityQuadrant-highFeasibility sh:DatatypeConstraintComponent
# The value of “high feasibility” is neither true nor false.
DELETE WHERE { <codelist/priority-quadrant/example> psg:highFeasibility ?value } ;
INSERT DATA { <codelist/priority-quadrant/example> psg:highFeasibility "yes" }
