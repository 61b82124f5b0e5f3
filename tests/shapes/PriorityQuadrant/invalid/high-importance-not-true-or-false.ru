# expect: psgsh:PriorityQuadrant-highImportance sh:DatatypeConstraintComponent
# The value of “high importance” is neither true nor false.
DELETE WHERE { <codelist/priority-quadrant/example> psg:highImportance ?value } ;
INSERT DATA { <codelist/priority-quadrant/example> psg:highImportance "yes" }
