# expect: psgsh:PriorityQuadrant-highFeasibility sh:MinCountConstraintComponent
# The quadrant does not answer “high feasibility”.
DELETE WHERE { <codelist/priority-quadrant/example> psg:highFeasibility ?value }
