# expect: psgsh:RoadmapItem-requiresSkill sh:NodeConstraintComponent
# The code for “requires skill” is not in the code list.
INSERT DATA { <id/roadmap-item/example> psg:requiresSkill <codelist/skill/unknown> }
