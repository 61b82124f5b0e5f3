# expect: psgsh:System-database sh:DatatypeConstraintComponent
# The value of “database” has a language tag.
INSERT DATA { <id/system/example> psg:database "text"@en }
