using System.Globalization;
using System.Net;
using System.Text;

namespace ValidationZone.LoadGenerator.Measuring;

/// <summary>Draws bars in groups, each group with a scale of its own.</summary>
internal static class BarChart
{
    private const int Width = 760;
    private const int LabelWidth = 190;
    private const int LongestBar = 440;
    private const int RowHeight = 24;
    private const int GroupHeight = 34;
    private const int TitleHeight = 44;

    /// <summary>Draws an SVG picture.</summary>
    internal static string Draw(string title, IReadOnlyList<Bar> bars)
    {
        IGrouping<string, Bar>[] groups = [.. bars.GroupBy(bar => bar.Group)];
        int height = TitleHeight + (groups.Length * GroupHeight) + (bars.Count * RowHeight) + 12;
        var svg = new StringBuilder();
        svg.AppendLine(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}"
                 font-family="sans-serif" font-size="13">
              <rect width="{Width}" height="{height}" fill="#ffffff"/>
              <text x="16" y="28" font-size="17" fill="#1c2b33">{Escape(title)}</text>
            """);
        int y = TitleHeight;
        foreach (IGrouping<string, Bar> group in groups)
        {
            svg.AppendLine(CultureInfo.InvariantCulture, $"""
                  <text x="16" y="{y + 22}" font-weight="bold" fill="#1c2b33">{Escape(group.Key)}</text>
                """);
            y += GroupHeight;
            double longest = Math.Max(group.Max(bar => bar.Value), double.Epsilon);
            foreach (Bar bar in group)
            {
                AppendBar(svg, bar, longest, y);
                y += RowHeight;
            }
        }

        return svg.AppendLine("</svg>").ToString();
    }

    private static void AppendBar(StringBuilder svg, Bar bar, double longest, int y)
    {
        double length = LongestBar * bar.Value / longest;
        string colour = bar.Label.StartsWith("ValidationZone", StringComparison.Ordinal) ? "#0b7a75" : "#9fb3bd";
        svg.AppendLine(CultureInfo.InvariantCulture, $"""
              <text x="{LabelWidth - 8}" y="{y + 14}" text-anchor="end" fill="#1c2b33">{Escape(bar.Label)}</text>
              <rect x="{LabelWidth}" y="{y}" width="{length:0.0}" height="18" fill="{colour}"/>
              <text x="{LabelWidth + length + 6:0.0}" y="{y + 14}" fill="#1c2b33">{bar.Value:#,0.##}</text>
            """);
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
