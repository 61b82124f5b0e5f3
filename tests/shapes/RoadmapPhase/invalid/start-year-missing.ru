# expect: psgsh:RoadmapPhase-startYear sh:MinCountConstraintComponent
# The phase has no start year.
DELETE WHERE { <id/phase/example> psg:startYear ?value }
