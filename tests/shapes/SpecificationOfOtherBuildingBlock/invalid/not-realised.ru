# expect: psgsh:SpecificationOfOtherBuildingBlock sh:SPARQLConstraintComponent
# The system follows a specification, but does not realise its Building Block.
DELETE WHERE { <id/system/example> psg:realisesBuildingBlock ?block }
