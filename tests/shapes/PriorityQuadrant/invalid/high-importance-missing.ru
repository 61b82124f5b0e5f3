# expect: psgsh:PriorityQuadrant-highImportance sh:MinCountConstraintComponent
# The quadrant does not answer “high importance”.
DELETE WHERE { <codelist/priority-quadrant/example> psg:highImportance ?value }
