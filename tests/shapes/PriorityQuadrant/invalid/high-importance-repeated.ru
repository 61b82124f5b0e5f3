# expect: psgsh:PriorityQuadrant-highImportance sh:MaxCountConstraintComponent
# The quadrant has two values of “high importance”.
INSERT DATA { <codelist/priority-quadrant/example> psg:highImportance false }
