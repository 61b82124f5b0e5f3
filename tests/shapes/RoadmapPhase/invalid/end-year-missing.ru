# expect: psgsh:RoadmapPhase-endYear sh:MinCountConstraintComponent
# The phase has no end year.
DELETE WHERE { <id/phase/example> psg:endYear ?value }
