-- Whole years between a day and today.
local p = {}

local function parts(day)
	local year, month, date = string.match(day or '', '^(%d%d%d%d)-(%d%d)-(%d%d)$')
	return tonumber(year), tonumber(month), tonumber(date)
end

function p.years(frame)
	local year, month, date = parts(mw.text.trim(frame.args[1] or ''))
	if not year then
		return '<span class="error">A day is written as 1969-07-16.</span>'
	end
	local today = os.date('!*t')
	local years = today.year - year
	if today.month < month or (today.month == month and today.day < date) then
		years = years - 1
	end
	return years .. (years == 1 and ' year' or ' years')
end

return p
