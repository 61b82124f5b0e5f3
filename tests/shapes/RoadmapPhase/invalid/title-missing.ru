# expect: psgsh:RoadmapPhase-title sh:MinCountConstraintComponent
# The phase has no title.
DELETE WHERE { <id/phase/example> dct:title ?value }
