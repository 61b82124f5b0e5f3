# expect: psgsh:Change-mapping sh:DatatypeConstraintComponent
# The name of the mapping has a language.
INSERT DATA { <id/change/1> psg:mapping "inventory"@en }
