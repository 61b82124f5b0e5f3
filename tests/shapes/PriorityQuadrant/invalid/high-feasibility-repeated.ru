# expect: psgsh:PriorityQuadrant-highFeasibility sh:MaxCountConstraintComponent
# The quadrant has two values of “high feasibility”.
INSERT DATA { <codelist/priority-quadrant/example> psg:highFeasibility false }
