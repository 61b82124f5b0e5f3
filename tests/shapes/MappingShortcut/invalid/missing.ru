# expect: psgsh:MappingShortcut sh:SPARQLConstraintComponent
# The mapped product does not state that it realises the Building Block.
DELETE WHERE { <id/product/example> psg:realisesBuildingBlock ?block }
