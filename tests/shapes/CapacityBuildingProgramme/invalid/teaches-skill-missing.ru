# expect: psgsh:CapacityBuildingProgramme-teachesSkill sh:MinCountConstraintComponent
# The programme has no code for “teaches skill”.
DELETE WHERE { <id/programme/example> psg:teachesSkill ?value }
